from . import exactly_once, formats, small_figures, weeks
