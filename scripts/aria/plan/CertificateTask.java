package aria.plan;

/**
 * A certificate to be issued.
 *
 * @param need   what it is to be
 * @param reason why the one on disk, if any, won't do
 * @param newKey whether the key on disk must not be used again
 */
public record CertificateTask(CertificateNeed need, String reason, boolean newKey) {}
