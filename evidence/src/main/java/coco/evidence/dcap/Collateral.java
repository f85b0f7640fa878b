package coco.evidence.dcap;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.Json;
import coco.evidence.format.Json.Members;
import coco.evidence.format.X509;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Collateral, which is what Intel says of platforms, as files hold it: answers of Intel's provisioning certification service
 * as they are, and bundles of them. Nothing is believed here; what is read is whole and of its format.
 */
public final class Collateral {
    private static final int SIGNATURE_SIZE = 64;

    private final List<Endorsement> items = new ArrayList<>();

    Collateral() {}

    /**
     * Reads one JSON object. It is {@code {"tcbInfo": {}, "signature": ""}} or {@code {"enclaveIdentity": {}, "signature":
     * ""}} as Intel's service answers; or an object whose members are such answers as texts ({@code tcb_info_json}, {@code
     * enclave_identity_json}), bare statements as texts with their signatures beside them ({@code tcb_info} and {@code
     * tcb_info_signature}, {@code qe_identity} and {@code qe_identity_signature}), chains of certificates in PEM ({@code
     * issuer_chain}, {@code tcb_info_issuer_chain} and the like) and revocation lists in PEM or in hex digits of DER ({@code
     * pck_crl}, {@code root_ca_crl}, {@code crl_data}).
     *
     * @return at most {@link Endorsements#ITEMS_MAX}
     * @throws MalformedException where it is none of these, where one that is there is not whole, or where they are too many
     */
    public static List<Endorsement> parse(Octets json) throws MalformedException {
        var collateral = new Collateral();
        collateral.addJson(json);
        return collateral.items();
    }

    List<Endorsement> items() throws MalformedException {
        if (items.isEmpty()) throw new MalformedException("no collateral that is known");
        return List.copyOf(items);
    }

    void addJson(Octets json) throws MalformedException {
        var bundle = Json.parseObject(json);
        if (bundle.has("tcbInfo")) addTcbInfo(bundle.object("tcbInfo").source(), bundle, "signature");
        if (bundle.has("enclaveIdentity")) {
            addQeIdentity(bundle.object("enclaveIdentity").source(), bundle, "signature");
        }
        if (bundle.has("tcb_info")) addTcbInfo(octets(bundle, "tcb_info"), bundle, "tcb_info_signature");
        if (bundle.has("qe_identity")) addQeIdentity(octets(bundle, "qe_identity"), bundle, "qe_identity_signature");
        for (var name : bundle.all().keySet()) addByName(bundle, name);
    }

    private void addByName(Members bundle, String name) throws MalformedException {
        if (name.equals("tcb_info_json") || name.equals("enclave_identity_json")) {
            addJson(octets(bundle, name));
        } else if (name.endsWith("issuer_chain")) {
            addCertificates(octets(bundle, name));
        } else if (name.equals("pck_certificate_chain") && bundle.member(name) instanceof Json.Text) {
            addCertificates(octets(bundle, name));
        } else if (name.endsWith("_crl") || name.equals("crl_data")) {
            addRevocationLists(octets(bundle, name));
        }
    }

    /** A statement is read whole before it is taken, so that one that is not of its format is refused where it comes in. */
    private void addTcbInfo(Octets body, Members bundle, String signature) throws MalformedException {
        TcbInfo.parse(body);
        add(new Endorsement.TcbInfo(body, bundle.hex(signature, SIGNATURE_SIZE)));
    }

    private void addQeIdentity(Octets body, Members bundle, String signature) throws MalformedException {
        EnclaveIdentity.parse(body);
        add(new Endorsement.QeIdentity(body, bundle.hex(signature, SIGNATURE_SIZE)));
    }

    void addCertificates(Octets chain) throws MalformedException {
        for (var certificate : X509.certificates(chain)) add(new Endorsement.Certificate(certificate));
    }

    /** In PEM, in DER, or in hex digits of DER. */
    void addRevocationLists(Octets lists) throws MalformedException {
        var text = new String(lists.toArray(), StandardCharsets.ISO_8859_1);
        var isHex = text.length() % 2 == 0 && text.matches("[0-9a-fA-F]+");
        for (var list : X509.revocationLists(isHex ? Octets.ofHex(text) : lists)) {
            add(new Endorsement.RevocationList(list));
        }
    }

    private void add(Endorsement item) throws MalformedException {
        Endorsements.requireRoom(items.size() + 1);
        items.add(item);
    }

    private static Octets octets(Members bundle, String name) throws MalformedException {
        return Octets.of(bundle.text(name).getBytes(StandardCharsets.UTF_8));
    }
}
