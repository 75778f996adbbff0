from . import controllers, models, report, wizard
from .demo import ips_demo
