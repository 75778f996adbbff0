from . import (
    client_data_report,
    evidence_pack,
    evidence_pack_caseload,
    evidence_pack_computation,
    evidence_pack_log,
    evidence_pack_page,
    kilometre_list,
)
