package coco.spi;

import coco.crypto.Bytes;
import coco.store.Table;
import org.jspecify.annotations.Nullable;

/**
 * The setting {@code dev} of the genesis: a network for tests and measurements, on which protocols allow what nobody may do on a real
 * one, such as setting the state of accounts. It is a part of the network's identity, and holds beside the software TEE alone.
 */
public final class Development {
    /** The network's settings. Key: name of a setting. Value: JSON. */
    public static final Table SETTINGS = new Table("public:coco.gov.settings");

    private static final Bytes TRUE = Bytes.ofUtf8("true");

    private Development() {}

    /** Reads one row of a version, or of a transaction at work. */
    @FunctionalInterface
    public interface Reads {
        @Nullable
        Bytes get(Table table, Bytes key);
    }

    public static boolean isOn(Reads state) {
        return is("dev", state) && is("allow_software_tee", state);
    }

    private static boolean is(String setting, Reads state) {
        var value = state.get(SETTINGS, Bytes.ofUtf8(setting));
        return value != null && value.equals(TRUE);
    }
}
