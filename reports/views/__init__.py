"""Reports as pages and as files, and telling whether one is genuine."""
