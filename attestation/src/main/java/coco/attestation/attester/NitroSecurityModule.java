package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.crypto.Cbor;
import coco.crypto.MalformedException;
import coco.evidence.TeeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * AWS Nitro enclaves, by way of their security module (Nitro Enclaves NSM API). The 64 bytes are the document's {@code user_data}; its
 * {@code nonce} and {@code public_key} are left out. The document carries its certificates with it.
 */
public final class NitroSecurityModule implements Attester {
    static final String DEVICE = "dev/nsm";

    /** Errors that the module has names for. */
    private static final Set<String> ERRORS = Set.of(
            "InvalidArgument",
            "InvalidIndex",
            "InvalidResponse",
            "ReadOnlyIndex",
            "InvalidOperation",
            "BufferTooSmall",
            "InputTooLarge",
            "InternalError");

    private final NsmChannel channel;

    public NitroSecurityModule(NsmChannel channel) {
        this.channel = channel;
    }

    /** The module of this machine, where it has one. */
    public static NitroSecurityModule open(Path root) throws AttesterException {
        var device = root.resolve(DEVICE);
        if (!Files.exists(device)) throw new AttesterException(Reason.ABSENT, device + ": no such device");
        return new NitroSecurityModule(new NsmDevice(device));
    }

    @Override
    public TeeKind kind() {
        return TeeKind.NITRO;
    }

    @Override
    public Attestation attest(Bytes reportData) throws AttesterException {
        var response = channel.exchange(request(Attester.requireReportData(reportData)));
        if (response.size() > NsmChannel.RESPONSE_SIZE_MAX) {
            throw new AttesterException(Reason.TOO_LARGE, "the NSM: a response of " + response.size() + " bytes");
        }
        try {
            return Attestation.of(TeeKind.NITRO, document(Cbor.decode(response)), List.of(), "the NSM");
        } catch (MalformedException e) {
            throw AttesterException.malformed("the NSM", e);
        }
    }

    private static Bytes request(Bytes reportData) {
        var fields = Cbor.Dict.EMPTY
                .with("user_data", new Cbor.Blob(reportData))
                .with("nonce", new Cbor.Null())
                .with("public_key", new Cbor.Null());
        return Cbor.encode(Cbor.Dict.EMPTY.with("Attestation", fields));
    }

    private static Bytes document(Cbor response) throws AttesterException {
        if (response instanceof Cbor.Dict answer && answer.entries().size() == 1) {
            var entry = answer.entries().firstEntry();
            if (entry.getKey().equals(new Cbor.Text("Error")) && entry.getValue() instanceof Cbor.Text(var error)) {
                throw new AttesterException(
                        Reason.REFUSED, "the NSM: " + (ERRORS.contains(error) ? error : "an error that is not known"));
            }
            if (entry.getKey().equals(new Cbor.Text("Attestation"))
                    && entry.getValue() instanceof Cbor.Dict(var fields)
                    && fields.size() == 1
                    && fields.get(new Cbor.Text("document")) instanceof Cbor.Blob(var document)) {
                return document;
            }
        }
        throw new AttesterException(Reason.MALFORMED, "the NSM: neither a document nor an error");
    }
}
