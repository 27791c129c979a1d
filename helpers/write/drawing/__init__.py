"""How the charts are drawn; notebooks reach them through `helpers.write.charts`."""
