"""Pictures: functions from arrays or a Run to matplotlib figures and axes; no widgets here."""
