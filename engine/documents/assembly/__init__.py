"""The whole put together: paragraphs and grids in printed order become one draft."""
