from . import kilometre_list
