"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from gfmd_platform.embedded.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gfmd_platform.settings")

if os.environ.get("GFMD_PART") == "web":
    die_with_parent(os.getppid())  # granian's workers outlive a killed granian otherwise

application = get_wsgi_application()
