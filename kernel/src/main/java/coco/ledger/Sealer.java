package coco.ledger;

import coco.crypto.AeadKey;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.MalformedException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Seals entries under one epoch's key, and opens them.
 *
 * <p>AES-256-GCM with the transaction id as nonce and the public domain as context. A nonce is never used twice: seqnos
 * sealed under one key only rise, and a sealed entry is sent again as it is, never sealed again. Owner: the replica's
 * thread; {@link #open} may be called from any.
 */
public final class Sealer implements AutoCloseable {
    private final AeadKey key;
    private final CommitEvidence evidence;
    private long lastSealed;

    /** Takes the key over and closes it in the end. */
    public Sealer(AeadKey key) {
        this.key = key;
        this.evidence = CommitEvidence.of(key);
    }

    /**
     * The entry, with changes in the order of the tables' names.
     *
     * @throws IllegalStateException if this key sealed that seqno or a later one before
     */
    public Entry seal(Draft draft) {
        var seqno = draft.txId().seqno().value();
        if (seqno <= lastSealed)
            throw new IllegalStateException("seqno " + seqno + " would be sealed after " + lastSealed);
        lastSealed = seqno;
        var publicDomain = EntryCodec.publicDomain(
                draft.txId(), draft.claims(), evidence.digest(draft.txId()), some(draft.maps(), MapWrites::isPublic));
        var privateDomain = EntryCodec.mapsOf(some(draft.maps(), map -> !map.isPublic()));
        var nonce = EntryCodec.nonce(draft.txId());
        var sealed = key.seal(nonce, privateDomain, publicDomain);
        var cipher = Arrays.copyOf(sealed, privateDomain.length);
        var tag = Arrays.copyOfRange(sealed, privateDomain.length, sealed.length);
        try {
            return EntryCodec.decode(EntryCodec.frame(draft.cut(), nonce, tag, publicDomain, cipher));
        } catch (MalformedException e) {
            throw new IllegalStateException("an entry of our own does not decode", e);
        }
    }

    private static List<MapWrites> some(List<MapWrites> maps, Predicate<MapWrites> which) {
        return maps.stream()
                .filter(which)
                .sorted(Comparator.comparing(MapWrites::table))
                .toList();
    }

    /**
     * The changes of private tables.
     *
     * @throws AuthenticationFailedException if this key did not seal the entry, or it was changed since
     * @throws MalformedException if what was sealed is no list of changes
     */
    public List<MapWrites> open(Entry entry) throws AuthenticationFailedException, MalformedException {
        var plain =
                key.open(EntryCodec.nonce(entry.txId()), EntryCodec.sealedOf(entry), EntryCodec.publicDomainOf(entry));
        return EntryCodec.readMaps(plain, false);
    }

    /** The evidence of this epoch's entries; stays this sealer's to close. */
    public CommitEvidence evidence() {
        return evidence;
    }

    @Override
    public void close() {
        evidence.close();
        key.close();
    }

    @Override
    public String toString() {
        return "Sealer(hidden)";
    }
}
