from . import client_data_report, kilometre_list, quarterly_report
