package coco.bench.load;

import coco.bench.http.Answer;
import coco.bench.http.Connection;
import coco.bench.http.Endpoint;
import coco.bench.http.LoadLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what processes have cost so far, while a load goes on: the nodes' own numbers, processes named by id, and this one. Owner: the
 * loop.
 */
public final class Probe {
    private final List<Connection> connections = new ArrayList<>();
    private final List<Endpoint> endpoints;
    private final List<Long> pids;

    /** @param pids of processes on this machine that count as the network's, where it has no numbers of its own */
    public Probe(LoadLoop loop, List<Endpoint> endpoints, List<Long> pids) throws IOException {
        this.endpoints = List.copyOf(endpoints);
        this.pids = List.copyOf(pids);
        for (var endpoint : endpoints) connections.add(loop.connect(endpoint));
    }

    /** One reading; the nodes' numbers arrive a little later than the rest. */
    public static final class Reading {
        private final double client = Processes.ownCpuSeconds();
        private final NodeNumbers[] nodes;
        private double processes;

        private Reading(int count) {
            nodes = new NodeNumbers[count];
            Arrays.fill(nodes, NodeNumbers.NONE);
        }

        /** What was spent and done from an earlier reading to this one. */
        public Costs since(Reading before) {
            var cpu = processes - before.processes;
            var syncs = 0.0;
            var batches = 0.0;
            for (var i = 0; i < nodes.length; i++) {
                var now = nodes[i];
                var then = before.nodes[i];
                if (!now.isThere() || !then.isThere()) continue;
                cpu += now.cpuSeconds() - then.cpuSeconds();
                syncs += now.syncs() - then.syncs();
                batches = Math.max(batches, now.batches() - then.batches());
            }
            return new Costs(cpu, client - before.client, syncs, batches);
        }
    }

    /**
     * @param networkCpuSeconds of all nodes that were asked or named
     * @param clientCpuSeconds of this process
     * @param syncs how often all nodes together made something durable; 0 where they do not say
     * @param batches entries of the replicated log; 0 where nobody says
     */
    public record Costs(double networkCpuSeconds, double clientCpuSeconds, double syncs, double batches) {}

    public Reading read() throws IOException {
        var reading = new Reading(connections.size());
        for (var pid : pids) reading.processes += Processes.cpuSeconds(pid);
        for (var i = 0; i < connections.size(); i++) {
            var node = i;
            var connection = connections.get(i);
            if (!connection.isFree()) continue;
            connection.ask(endpoints.get(i).get("/metrics"), (answer, _) -> reading.nodes[node] = numbers(answer));
        }
        return reading;
    }

    /** Whether every reading is complete. */
    public boolean isIdle() {
        return connections.stream().allMatch(Connection::isFree);
    }

    private NodeNumbers numbers(Answer answer) {
        return switch (answer) {
            case Answer.Reply reply when reply.status() == 200 && pids.isEmpty() -> NodeNumbers.parse(reply.text());
            case Answer.Reply _, Answer.Broken _ -> NodeNumbers.NONE;
        };
    }
}
