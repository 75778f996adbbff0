from . import (
    client_data_report,
    evidence_pack,
    evidence_pack_caseload,
    evidence_pack_computation,
    evidence_pack_log,
    evidence_pack_page,
    ips_analysis,
    kilometre_list,
    quarterly_report,
)

# isort: split
# Below: what inherits from the analysis above
from . import ips_contact_report, ips_funnel_report, ips_placement_report
