"""The boards (ภาพรวม): parts that a page shows, each a chart with its table, each a file of its own."""
