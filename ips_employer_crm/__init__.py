from . import models
from .demo import ips_demo
