"""A published dataset of ``here`` with a file, for the catalogue's addresses for everybody. It is public: it tells no secret."""

from typing import Any

from samrit.catalog.models import Dataset, Resource
from tests.catalog.catalogued import dataset, with_table
from tests.world import World

NAME = "waste"
OF_ONE = ("dataset",)
OF_RESOURCE = ("resource", "resource_data")


def catalogued(here: World) -> None:
    with_table(here, dataset(here, NAME))


def catalogue_arguments() -> dict[str, list[Any]]:
    made = Dataset.objects.get(name=NAME)
    file = Resource.objects.get(dataset=made, kind="file")
    key = str(made.public_id)
    return {
        **{f"catalog:{name}": [NAME] for name in OF_ONE},
        **{f"catalog:{name}": [NAME, file.public_id] for name in OF_RESOURCE},
        "catalog:sitemap": [1],
        "faces:ckan_action": ["package_search"],
        "faces:ckan_action_short": ["package_show"],
        "faces:dcat_catalogue": ["ttl"],
        "faces:dcat_dataset": [key, "jsonld"],
        "faces:dataset_home": [key],
        "faces:resource_home": [key, str(file.public_id)],
        "faces:organization_home": [f"agency-{made.agency_id}"],
    }
