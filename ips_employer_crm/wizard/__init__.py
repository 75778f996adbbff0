from . import (
    base_partner_merge,
    crm_lead_lost,
    crm_merge_opportunities,
    ips_client_close,
    ips_client_reassign,
    ips_employer_decline,
    ips_employer_merge,
    ips_kilometre_list,
    ips_privacy_request,
    ips_privacy_request_line,
    privacy_lookup_wizard,
)
