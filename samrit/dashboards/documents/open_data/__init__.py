"""Open data (ข้อมูลเปิด) of the public results: files in CSV, JSON and Parquet, and what describes them."""
