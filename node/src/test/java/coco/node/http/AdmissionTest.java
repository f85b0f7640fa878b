package coco.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.node.config.HttpLimits.InFlight;
import coco.node.config.HttpLimits.Share;
import coco.node.metrics.Meters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final Admission.Origin GREEDY = new Admission.Origin("greedy", false);
    private static final Admission.Origin MODEST = new Admission.Origin("modest", false);

    private final Meters meters = new Meters();
    private final Admission admission = new Admission(
            new InFlight(new Share(100, 1_000), new Share(100, 1_000), new Share(100, 1_000), 10), meters);

    @Test
    void oneAloneMayHaveEverythingButWhatIsReserved() {
        assertEquals(90, fill(GREEDY).size());
        assertNotNull(admission.admit(MODEST, true, 0), "the urgent find room");
    }

    @Test
    void theUrgentHaveAShareOfTheirOwnAndNoMore() {
        var narrow = new Admission(
                new InFlight(new Share(100, 1_000), new Share(2, 1_000), new Share(2, 1_000), 10), meters);
        for (var i = 0; i < 2; i++) {
            assertNotNull(narrow.admit(GREEDY, false, 0));
            assertNotNull(narrow.admit(GREEDY, true, 0));
        }
        assertNull(narrow.admit(GREEDY, false, 0));
        assertNull(narrow.admit(GREEDY, true, 0));
    }

    @Test
    void whoeverComesLaterFindsRoom() {
        var modest = admission.admit(MODEST, false, 0);
        assertNotNull(modest);
        assertEquals(51, fill(GREEDY).size() + 1, "beyond half of the total one of two may have half");
        for (var i = 0; i < 39; i++) assertNotNull(admission.admit(MODEST, false, 0));
    }

    @Test
    void placesAndBytesComeBack() {
        for (var ticket : fill(GREEDY)) {
            ticket.close();
            ticket.close();
        }
        assertEquals(0, admission.count());
        var ticket = admission.admit(GREEDY, false, 900);
        assertNotNull(ticket);
        assertNull(admission.admit(GREEDY, false, 101));
        assertTrue(ticket.grow(100, false));
        assertFalse(ticket.grow(1, false));
        ticket.close();
        assertNotNull(admission.admit(GREEDY, false, 1_000));
    }

    @Test
    void aProvenCallerIsCountedOverAllOrigins() {
        var narrow = new Admission(
                new InFlight(new Share(100, 1_000), new Share(100, 1_000), new Share(2, 1_000), 0), meters);
        for (var i = 0; i < 3; i++) {
            var ticket = narrow.admit(new Admission.Origin("address " + i, true), false, 0);
            assertNotNull(ticket);
            assertEquals(i < 2, ticket.claim("alice", false));
        }
    }

    private List<Admission.Ticket> fill(Admission.Origin origin) {
        var tickets = new ArrayList<Admission.Ticket>();
        for (var ticket = admission.admit(origin, false, 0); ticket != null; ticket = admission.admit(origin, false, 0))
            tickets.add(ticket);
        return tickets;
    }
}
