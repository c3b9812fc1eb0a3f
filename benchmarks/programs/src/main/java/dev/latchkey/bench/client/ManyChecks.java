package dev.latchkey.bench.client;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process with many checks on one thread, the HTTP clients taking turns.
 *
 * <p>The arguments are the endpoints, separated by commas; how many checks each client makes in a row; how many such rounds there are,
 * after as many to warm up; for how many seconds to idle, separated by commas; and how often. For each client and endpoint it prints
 * lines of the client, the endpoint's number, what was measured, and the values: {@code wall} and {@code cpu}, microseconds of a check, and
 * {@code idle6} and so on, microseconds of the first check after so many seconds.
 */
public final class ManyChecks {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** An HTTP client and where it goes. */
    private record Lane(Contestant contestant, int endpoint, Checks checks, List<Double> wall, List<Double> cpu) {
        void print(String what, List<Double> values) {
            StringBuilder line = new StringBuilder(contestant.name() + " " + endpoint + " " + what);
            values.forEach(value -> line.append(' ').append(value));
            System.out.println(line);
        }
    }

    private final List<Lane> lanes = new ArrayList<>();

    private ManyChecks(String[] endpoints) {
        for (int endpoint = 0; endpoint < endpoints.length; endpoint++) {
            for (Contestant contestant : Contestant.values()) {
                Checks checks = new Checks(contestant, URI.create(endpoints[endpoint]));
                lanes.add(new Lane(contestant, endpoint, checks, new ArrayList<>(), new ArrayList<>()));
            }
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException {
        ManyChecks all = new ManyChecks(args[0].split(",", -1));
        int rounds = Integer.parseInt(args[2]);
        for (int round = -rounds; round < rounds; round++) {
            all.round(Integer.parseInt(args[1]), round >= 0);
        }
        all.lanes.forEach(lane -> lane.print("wall", lane.wall()));
        all.lanes.forEach(lane -> lane.print("cpu", lane.cpu()));
        for (String seconds : args[3].split(",", -1)) {
            all.idle(Integer.parseInt(seconds), Integer.parseInt(args[4]));
        }
        // The clients' threads need not end first.
        System.exit(0);
    }

    private void round(int checks, boolean isMeasured) {
        for (Lane lane : lanes) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < checks; i++) {
                double wall = micros(lane);
                if (isMeasured) {
                    lane.wall().add(wall);
                }
            }
            if (isMeasured) {
                lane.cpu().add((THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / checks);
            }
        }
        // Whoever comes first after the last does not always do so.
        Collections.rotate(lanes, 1);
    }

    private void idle(int seconds, int times) throws InterruptedException {
        List<List<Double>> measured = new ArrayList<>();
        lanes.forEach(lane -> measured.add(new ArrayList<>()));
        for (int time = 0; time < times; time++) {
            TimeUnit.SECONDS.sleep(seconds);
            for (int i = 0; i < lanes.size(); i++) {
                int turn = (i + time) % lanes.size();
                measured.get(turn).add(micros(lanes.get(turn)));
            }
        }
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).print("idle" + seconds, measured.get(i));
        }
    }

    private static double micros(Lane lane) {
        long start = System.nanoTime();
        lane.checks().check();
        return (System.nanoTime() - start) / 1e3;
    }
}
