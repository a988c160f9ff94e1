"""Run the tool as `python -m nswp_trustee`."""

import sys

from nswp_trustee.cli import main

sys.exit(main())
