"""Resources: summaries and files in each language, found by facet, word and harvester."""
