/// libpng's classic API behind plain functions: its errors jump (setjmp), which Swift cannot follow.
///
/// Nothing here applies gamma, colour profiles or transparency: samples come as the file stores them, as Pillow reads them.
#ifndef CPNG_H
#define CPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What the samples of an image are, once read.
typedef enum {
    /// One grey sample a pixel.
    CPNG_GREY = 0,
    /// Red, green, blue.
    CPNG_RGB = 1,
    /// One index into the palette a pixel.
    CPNG_PALETTE = 2,
} cpng_samples;

/// The head of a file.
typedef struct {
    uint32_t width;
    uint32_t height;
    /// Bits a sample in the file: 1, 2, 4, 8 or 16.
    int bit_depth;
    cpng_samples samples;
    /// Whether the file has an alpha channel, which is dropped.
    bool has_alpha;
    /// Red, green, blue of each index. Entries that the file lacks are black, as in Pillow.
    uint8_t palette[256][3];
} cpng_header;

/// A reader of one file in memory.
typedef struct cpng_reader cpng_reader;

/// Starts a reader; the bytes must outlive it. NULL where there is no memory.
cpng_reader *cpng_reader_create(const uint8_t *bytes, size_t count);
/// Ends a reader.
void cpng_reader_destroy(cpng_reader *reader);
/// Reads up to the first pixels. False on an error.
bool cpng_read_header(cpng_reader *reader, cpng_header *header);
/// Reads all pixels, height x width samples (x 3 for RGB) of 8 bits, and what follows them. 16-bit grey is scaled to round(v / 257),
/// 16-bit colour cut to its high byte, grey of fewer bits spread to 0...255, indices left as they are. False on an error.
bool cpng_read_pixels(cpng_reader *reader, uint8_t *pixels);
/// What libpng said last.
const char *cpng_reader_message(const cpng_reader *reader);
/// Whether the bytes ended before the image did.
bool cpng_reader_ran_out(const cpng_reader *reader);

/// The bytes of a file, and what went wrong where there are none.
typedef struct {
    uint8_t *bytes;
    size_t count;
    char message[128];
} cpng_file;

/// Writes 8-bit pixels as a PNG: grey for one channel, RGB for three. False on an error; end it with cpng_file_release either way.
bool cpng_write(const uint8_t *pixels, uint32_t height, uint32_t width, int channels, cpng_file *file);
/// Frees the bytes.
void cpng_file_release(cpng_file *file);

#endif
