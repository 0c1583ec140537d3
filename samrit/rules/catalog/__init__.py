"""บัญชีข้อมูลภาครัฐ (Government Data Catalog): what a dataset's metadata must say, and how it is counted and exchanged."""
