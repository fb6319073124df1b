"""An edition as it is shown: the same sections feed the web page and the PDF."""

from .editions import Presented, disclaimer, present

__all__ = ["Presented", "disclaimer", "present"]
