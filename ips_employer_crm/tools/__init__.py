from . import formats, weeks
