"""Value seen along a dimension: slices, what nobody labelled, concentration."""
