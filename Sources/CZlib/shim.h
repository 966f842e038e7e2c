/// zlib, with the macro that starts an inflation as a function.
#ifndef ASSAY_CZLIB_SHIM_H
#define ASSAY_CZLIB_SHIM_H

#include <stdint.h>
#include <string.h>
#include <zlib.h>

/// Inflates a raw deflate stream into exactly `room` bytes. False where the stream is damaged, or longer or shorter than that.
static inline int assay_inflate(const void *from, size_t count, void *to, size_t room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;
    const Bytef *source = (const Bytef *)from;
    Bytef *target = (Bytef *)to;
    // zlib counts in 32 bits.
    const size_t most = 1u << 30;
    size_t given = 0, made = 0;
    int state = Z_OK;
    while (state == Z_OK) {
        uInt in = (uInt)(count - given < most ? count - given : most);
        uInt out = (uInt)(room - made < most ? room - made : most);
        stream.next_in = (Bytef *)(source + given);
        stream.avail_in = in;
        stream.next_out = target + made;
        stream.avail_out = out;
        state = inflate(&stream, Z_NO_FLUSH);
        given += in - stream.avail_in;
        made += out - stream.avail_out;
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END && given == count && made == room;
}

/// The CRC-32 of bytes.
static inline uint32_t assay_crc32(const void *bytes, size_t count) {
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), (const Bytef *)bytes, count);
}

#endif
