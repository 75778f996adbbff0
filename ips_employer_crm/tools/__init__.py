from . import exactly_once, formats, weeks
