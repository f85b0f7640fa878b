package coco.evidence.tpm;

import coco.evidence.MalformedException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What Windows said of its own boot in PCR 12 and 13, before it closed them with a separator. It is as true as the boot
 * loader that said it, so PCR 4 and 7 have to show that it was Windows.
 *
 * @param events all statements, containers opened, in the order of the log
 */
public record WindowsBoot(List<SipaEvent> events) {
    private static final List<Integer> PCRS = List.of(12, 13);

    public WindowsBoot {
        events = List.copyOf(events);
    }

    /**
     * Reads it. Before a separator each event has to be a statement that was measured as it stands: types are not measured,
     * so that an event that cannot be read could be one that somebody hides.
     */
    public static WindowsBoot of(MeasuredEvents measured) throws MalformedException {
        var statements = new ArrayList<SipaEvent>();
        if (measured.set() != RegisterSet.PCR) return new WindowsBoot(List.of());
        for (var pcr : PCRS) {
            for (var event : measured.beforeSeparator(pcr)) {
                var data = measured.data(event);
                if (!event.is(EventType.EV_EVENT_TAG) || data.isEmpty()) {
                    throw new MalformedException("an event of type " + event.typeName() + " in PCR " + pcr
                            + " that says nothing that was measured");
                }
                for (var statement : SipaEvent.parse(data.get()))
                    statement.leaves().forEach(statements::add);
            }
        }
        return new WindowsBoot(statements);
    }

    /** Whether it was said to be so, and never to be otherwise. */
    public boolean isAlways(SipaTag tag, boolean state) {
        var states = values(tag, SipaEvent.Value.Flag.class);
        return !states.isEmpty() && states.stream().allMatch(flag -> flag.isSet() == state);
    }

    /** Whether it was ever said to be so. */
    public boolean isEver(SipaTag tag) {
        return values(tag, SipaEvent.Value.Flag.class).stream().anyMatch(SipaEvent.Value.Flag::isSet);
    }

    /** The number, where the log has it and always the same. */
    public OptionalLong number(SipaTag tag) {
        var numbers = values(tag, SipaEvent.Value.Quantity.class).stream()
                .mapToLong(SipaEvent.Value.Quantity::number)
                .distinct()
                .toArray();
        return numbers.length == 1 ? OptionalLong.of(numbers[0]) : OptionalLong.empty();
    }

    /** The key with which the secure kernel of this boot signs (IDKS); none unless the log names exactly one. */
    public Optional<RSAPublicKey> identitySigningKey() {
        var keys = values(SipaTag.VSM_IDKS_INFO, SipaEvent.Value.Key.class).stream()
                .map(SipaEvent.Value.Key::key)
                .distinct()
                .toList();
        return keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
    }

    /** Whether somebody can look into this Windows, or into what is below it, with a debugger; so too where it is not said. */
    public boolean isDebuggable() {
        return !isAlways(SipaTag.BOOT_DEBUGGING, false)
                || isEver(SipaTag.OS_KERNEL_DEBUG)
                || isEver(SipaTag.HYPERVISOR_DEBUG);
    }

    /** For people, by name: flags and numbers. */
    public SequencedMap<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        for (var event : events) {
            var tag = SipaTag.of(event.type());
            if (tag.isEmpty()) continue;
            var name = "windows." + tag.get().name().toLowerCase(Locale.ROOT).replace('_', '-');
            switch (event.value()) {
                case SipaEvent.Value.Flag(var isSet) -> facts.merge(name, isSet ? "on" : "off", WindowsBoot::both);
                case SipaEvent.Value.Quantity(var number) ->
                    facts.merge(name, Long.toUnsignedString(number), WindowsBoot::both);
                case SipaEvent.Value.Container _,
                        SipaEvent.Value.Text _,
                        SipaEvent.Value.Key _,
                        SipaEvent.Value.Bytes _ -> {}
            }
        }
        return facts;
    }

    private static String both(String one, String other) {
        return one.equals(other) ? one : "contradictory";
    }

    private <V extends SipaEvent.Value> List<V> values(SipaTag tag, Class<V> kind) {
        return events.stream()
                .filter(event -> event.is(tag))
                .map(SipaEvent::value)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
