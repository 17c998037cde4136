"""The page kit: fetching with permission, forms, errors, spreadsheets."""
