from . import kilometres
