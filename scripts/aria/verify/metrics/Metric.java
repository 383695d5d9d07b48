package aria.verify.metrics;

/** The metrics that are written, with their names in Prometheus. */
enum Metric {
    NOT_AFTER("aria_certificate_not_after_timestamp_seconds", "When the certificate expires."),
    NOT_BEFORE("aria_certificate_not_before_timestamp_seconds", "When the certificate begins to be valid."),
    INFO("aria_certificate_info", "Serial number and issuer of the certificate."),
    CRL_NEXT_UPDATE("aria_crl_next_update_timestamp_seconds", "When the revocation list expires."),
    LAST_ATTEMPT("aria_rotation_last_attempt_timestamp_seconds", "When rotate-certs last looked at the service."),
    LAST_SUCCESS(
            "aria_rotation_last_success_timestamp_seconds",
            "When rotate-certs last left the service with a certificate that is not due, and that its server presents."),
    LAST_RESULT("aria_rotation_last_result", "Whether the last attempt was a success, and what was in the way."),
    CA_LIST_READ(
            "aria_rotation_ca_list_read",
            "Whether rotate-certs could read what the running CA has revoked by itself; left out where it signs no list."),
    CHECK_PASSED("aria_check_passed", "Whether a check of verify-mtls-setup passes; what is not checked is left out."),
    PLAINTEXT(
            "aria_plaintext_connections_total",
            "counter",
            "Connections in plaintext to a proxy that accepts them, of callers seen within a day."),
    AUDIT_SEQUENCE("aria_audit_sequence", "The number of the last entry in the audit log."),
    AUDIT_HEAD("aria_audit_head48", "The first 48 bits of the SHA-256 of the last entry in the audit log."),
    AUDIT_UNACKNOWLEDGED(
            "aria_audit_unacknowledged_entries", "Entries of the audit log that a receiver has not acknowledged."),
    RUN("aria_run_timestamp_seconds", "When these metrics were written.");

    final String text;
    final String type;
    final String help;

    Metric(String text, String help) {
        this(text, "gauge", help);
    }

    Metric(String text, String type, String help) {
        this.text = text;
        this.type = type;
        this.help = help;
    }
}
