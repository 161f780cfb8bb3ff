package io.bellbird.broker.net;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;

/** Buffers that throw when they are used, as if what uses them had a defect. */
final class BrokenBuffers {
    private BrokenBuffers() {}

    private static IllegalStateException injected(String what) {
        return new IllegalStateException("injected: cannot " + what);
    }

    /** Bytes that cannot be decoded, nor refused. */
    static ByteBuf undecodable() {
        ByteBuf bytes = new UnpooledHeapByteBuf(UnpooledByteBufAllocator.DEFAULT, 2, 2) {
            @Override
            public byte getByte(int index) {
                throw injected("decode");
            }

            @Override
            public short getUnsignedByte(int index) {
                throw injected("decode");
            }
        };
        return bytes.writeZero(2);
    }

    /** For a channel to which nothing can be encoded. */
    static AbstractByteBufAllocator unencodable() {
        return new Allocator() {
            @Override
            protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
                return new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity) {
                    @Override
                    public ByteBuf writeByte(int value) {
                        throw injected("encode");
                    }

                    @Override
                    public ByteBuf writeShort(int value) {
                        throw injected("encode");
                    }

                    @Override
                    public ByteBuf writeBytes(byte[] bytes) {
                        throw injected("encode");
                    }
                };
            }
        };
    }

    /** For a channel from which nothing leaves when a turn ends. */
    static AbstractByteBufAllocator unflushable() {
        return new Allocator() {
            @Override
            protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
                return new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity) {
                    @Override
                    public int readableBytes() {
                        throw injected("flush");
                    }
                };
            }
        };
    }

    private abstract static class Allocator extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
