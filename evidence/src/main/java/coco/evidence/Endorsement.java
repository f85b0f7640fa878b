package coco.evidence;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;

/**
 * What somebody says of a platform or of code, carried beside the evidence. Nothing here is trusted: each is verified up to
 * a {@link Roots root} by whoever uses it.
 */
public sealed interface Endorsement {
    /** A certificate: of a platform's key, or of one of its issuers. */
    record Certificate(X509Certificate certificate) implements Endorsement {}

    /** A list of revoked certificates (RFC 5280 section 5). */
    record RevocationList(X509CRL list) implements Endorsement {}

    /**
     * Intel's TCB info.
     *
     * @param body the JSON object as it was received, byte for byte: the signature is over these bytes
     * @param signature r and s, 32 bytes each, big endian
     */
    record TcbInfo(Octets body, Octets signature) implements Endorsement {}

    /** Intel's identity of a quoting enclave; body and signature as those of {@link TcbInfo}. */
    record QeIdentity(Octets body, Octets signature) implements Endorsement {}

    /** A COSE_Sign1 message that endorses the launch measurement of a utility virtual machine (Azure ACI and AKS). */
    record UvmEndorsement(Octets message) implements Endorsement {}

    /** A log of measured events (TCG PC Client Platform Firmware Profile), which has to replay to the registers. */
    record EventLog(Octets log) implements Endorsement {}
}
