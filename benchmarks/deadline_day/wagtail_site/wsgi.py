"""For the same server as ours."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.deadline_day.wagtail_site.settings")
application = get_wsgi_application()
