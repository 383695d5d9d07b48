package aria.plan;

/**
 * A certificate to be issued.
 *
 * @param need   what it is to be
 * @param reason why the one on disk, if any, won't do
 */
public record CertificateTask(CertificateNeed need, String reason) {}
