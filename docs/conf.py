"""How the documentation is built: Markdown by MyST, the look by Furo."""

project = "Gatepost"
author = "the Gatepost maintainers"
copyright = author

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Gatepost"
html_copy_source = False
html_show_sphinx = False
