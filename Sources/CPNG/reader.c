#include "cpng.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct cpng_reader {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t count;
    size_t position;
    bool ran_out;
    int channels;
    char message[128];
};

static void on_error(png_structp png, png_const_charp message) {
    cpng_reader *reader = png_get_error_ptr(png);
    strncpy(reader->message, message, sizeof reader->message - 1);
    png_longjmp(png, 1);
}

// Warnings are about chunks that are not read.
static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void on_read(png_structp png, png_bytep destination, size_t count) {
    cpng_reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->position) {
        reader->ran_out = true;
        png_error(png, "the file ends before the image does");
    }
    memcpy(destination, reader->bytes + reader->position, count);
    reader->position += count;
}

cpng_reader *cpng_reader_create(const uint8_t *bytes, size_t count) {
    cpng_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) return NULL;
    reader->bytes = bytes;
    reader->count = count;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
    if (reader->png != NULL) reader->info = png_create_info_struct(reader->png);
    if (reader->info == NULL) {
        cpng_reader_destroy(reader);
        return NULL;
    }
    return reader;
}

void cpng_reader_destroy(cpng_reader *reader) {
    if (reader == NULL) return;
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader);
}

bool cpng_read_header(cpng_reader *reader, cpng_header *header) {
    png_structp png = reader->png;
    png_infop info = reader->info;
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_read_fn(png, reader, on_read);
    // Text, profiles, gamma and times can be large and change nothing here: passed over unread.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(png, info);

    header->width = png_get_image_width(png, info);
    header->height = png_get_image_height(png, info);
    header->bit_depth = png_get_bit_depth(png, info);
    int type = png_get_color_type(png, info);
    header->has_alpha = (type & PNG_COLOR_MASK_ALPHA) != 0;
    header->samples = type == PNG_COLOR_TYPE_PALETTE ? CPNG_PALETTE : (type & PNG_COLOR_MASK_COLOR) ? CPNG_RGB : CPNG_GREY;
    reader->channels = header->samples == CPNG_RGB ? 3 : 1;

    memset(header->palette, 0, sizeof header->palette);
    png_colorp colors = NULL;
    int count = 0;
    if (header->samples == CPNG_PALETTE && png_get_PLTE(png, info, &colors, &count)) {
        for (int index = 0; index < count && index < 256; index++) {
            header->palette[index][0] = colors[index].red;
            header->palette[index][1] = colors[index].green;
            header->palette[index][2] = colors[index].blue;
        }
    }
    return true;
}

bool cpng_read_pixels(cpng_reader *reader, uint8_t *pixels) {
    png_structp png = reader->png;
    png_infop info = reader->info;
    if (setjmp(png_jmpbuf(png))) return false;
    int type = png_get_color_type(png, info);
    int depth = png_get_bit_depth(png, info);
    if (type == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (type == PNG_COLOR_TYPE_PALETTE && depth < 8) png_set_packing(png);
    if (depth == 16 && type == PNG_COLOR_TYPE_GRAY) png_set_scale_16(png);
    if (depth == 16 && type != PNG_COLOR_TYPE_GRAY) png_set_strip_16(png);
    if (type & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);

    size_t stride = (size_t)png_get_image_width(png, info) * (size_t)reader->channels;
    if (png_get_rowbytes(png, info) != stride) png_error(png, "a row has another length than its header says");
    png_uint_32 height = png_get_image_height(png, info);
    for (int pass = 0; pass < passes; pass++) {
        for (png_uint_32 row = 0; row < height; row++) png_read_row(png, pixels + row * stride, NULL);
    }
    png_read_end(png, NULL);
    return true;
}

const char *cpng_reader_message(const cpng_reader *reader) { return reader->message; }

bool cpng_reader_ran_out(const cpng_reader *reader) { return reader->ran_out; }
