"""The pages of the portal: each fetches and authorises in one call, then form, action, redirect."""
