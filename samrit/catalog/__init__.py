"""บัญชีข้อมูลภาครัฐ: datasets and their metadata, the template in and out, what the KPI counts of them."""
