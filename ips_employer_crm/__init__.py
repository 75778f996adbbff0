from . import controllers, models, report, wizard
from .demo import ips_demo
from .hooks import pre_init_hook
