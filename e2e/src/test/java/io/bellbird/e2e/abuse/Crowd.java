package io.bellbird.e2e.abuse;

import io.bellbird.e2e.wire.AckType;
import io.bellbird.e2e.wire.ClientPackets;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.Packet;
import io.bellbird.e2e.wire.PacketReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of clients of MQTT 5 on one thread, whose sockets are watched while somebody waits in {@link #await}. QoS 1
 * messages are acknowledged as they are read. The clients come from 127.0.0.2 and the addresses above. Confined to one
 * thread.
 */
final class Crowd implements AutoCloseable {
    static final ClientPackets PACKETS = new ClientPackets(Mqtt.V5);

    private static final PacketReader READER = new PacketReader(Mqtt.V5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int READ_BYTES = 512 * 1024;
    private static final int SOCKETS_AN_ADDRESS = 1_000;
    private static final long SELECT_MILLIS_MAX = 10;

    private final int port;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final List<Member> members = new ArrayList<>();
    private BiConsumer<Member, Packet.Publish> onMessage = (member, message) -> {};

    /** @param port of the broker's listener on 127.0.0.1 */
    Crowd(int port) {
        this.port = port;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch sockets", e);
        }
    }

    /** Who is told of each message that is read. */
    void listen(BiConsumer<Member, Packet.Publish> listener) {
        onMessage = listener;
    }

    List<Member> members() {
        return members;
    }

    // Coming

    /** Connects so many sockets, all at once; nothing is sent. */
    List<Member> connect(int count) {
        return connect(count, 0);
    }

    /**
     * Connects so many sockets, all at once.
     *
     * @param receiveBytes what each may hold that was not read; 0 leaves it to the system
     */
    List<Member> connect(int count, int receiveBytes) {
        List<Member> more = begin(count, receiveBytes);
        await("connections", more, Member::isConnected);
        return more;
    }

    /** Connects clients, all at once, and waits for CONNACK. */
    List<Member> join(int count, IntFunction<Login> login) {
        return join(count, 0, 0, login);
    }

    /**
     * Connects clients, all at once, and waits for CONNACK.
     *
     * @param receiveBytes what each socket may hold that was not read; 0 leaves it to the system
     */
    List<Member> join(int count, int receiveBytes, int keepAliveSeconds, IntFunction<Login> login) {
        List<Member> more = begin(count, receiveBytes);
        for (int i = 0; i < count; i++) {
            more.get(i).send(PACKETS.connect(login.apply(i), keepAliveSeconds));
        }
        await("CONNACK", more, Member::isAccepted);
        return more;
    }

    private List<Member> begin(int count, int receiveBytes) {
        List<Member> more = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                more.add(begin(receiveBytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open socket " + (members.size() + 1) + " of a crowd", e);
        }
        return more;
    }

    private Member begin(int receiveBytes) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (receiveBytes > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
        }
        int address = 2 + members.size() / SOCKETS_AN_ADDRESS;
        channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address}), 0));
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        Member member = new Member(key, channel);
        key.attach(member);
        members.add(member);
        if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            member.onConnected();
        }
        return member;
    }

    /** Subscribes each, and waits for SUBACK. */
    void subscribe(List<Member> subscribers, String filter, int qos) {
        byte[] packet = PACKETS.subscribe(1, List.of(filter), qos);
        subscribers.forEach(member -> member.send(packet));
        await("SUBACK", subscribers, member -> member.subAcks() > 0 && member.reason() == 0);
    }

    // Waiting

    /**
     * Serves all sockets until something holds for each of some members.
     *
     * @throws AssertionError when that takes longer than 30 s
     */
    void await(String what, List<Member> awaited, Predicate<Member> holds) {
        await(what, awaited, holds, PATIENCE);
    }

    /** The same, for what may take longer. */
    void await(String what, List<Member> awaited, Predicate<Member> holds, Duration patience) {
        int[] done = {0}; // the first that are known to be done
        Runnable look = () -> {
            while (done[0] < awaited.size() && holds.test(awaited.get(done[0]))) {
                done[0]++;
            }
        };
        await(
                () -> "waited for " + what + " of client " + done[0] + " of " + awaited.size()
                        + described(awaited.get(done[0])),
                () -> {
                    look.run();
                    return done[0] == awaited.size();
                },
                patience);
    }

    private static String described(Member member) {
        return (member.isClosed() ? ", which was closed" : "")
                + (member.reason() > 0 ? ", reason " + member.reason() : "");
    }

    /** Serves all sockets until something holds. */
    void await(String what, BooleanSupplier holds) {
        await(() -> "waited for " + what, holds, PATIENCE);
    }

    /** Serves all sockets for a while. */
    void serve(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            serve();
        }
    }

    private void await(Supplier<String> what, BooleanSupplier holds, Duration patience) {
        long begun = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw new AssertionError(what.get() + " for " + patience.toSeconds() + " s");
            }
            serve();
        }
    }

    /** Serves the sockets that are ready, or waits a little until one is. */
    void serve() {
        try {
            selector.select(this::serve, SELECT_MILLIS_MAX);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch sockets", e);
        }
    }

    private void serve(SelectionKey key) {
        Member member = (Member) key.attachment();
        try {
            if (key.isConnectable() && ((SocketChannel) key.channel()).finishConnect()) {
                member.onConnected();
                return;
            }
            if (key.isValid() && key.isWritable()) {
                member.flush();
            }
            if (key.isValid() && key.isReadable()) {
                read(member);
            }
        } catch (IOException e) {
            member.close();
        }
    }

    private void read(Member member) throws IOException {
        boolean open = member.read(buffer);
        ByteArrayOutputStream acknowledgements = new ByteArrayOutputStream(0);
        @Nullable Packet packet = READER.next(buffer);
        while (packet != null) {
            member.count(packet);
            if (packet instanceof Packet.Publish message) {
                onMessage.accept(member, message);
                if (message.qos() == 1) {
                    acknowledgements.writeBytes(PACKETS.acknowledge(AckType.PUBACK, message.packetId()));
                }
            }
            packet = READER.next(buffer);
        }
        member.keep(buffer);
        if (acknowledgements.size() > 0) {
            member.send(acknowledgements.toByteArray());
        }
        if (!open) {
            member.close();
        }
    }

    /** Ends all connections without a word. */
    @Override
    public void close() {
        members.forEach(Member::close);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop watching sockets", e);
        }
    }
}
