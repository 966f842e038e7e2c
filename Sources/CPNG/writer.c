#include "cpng.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

static void on_error(png_structp png, png_const_charp message) {
    cpng_file *file = png_get_error_ptr(png);
    strncpy(file->message, message, sizeof file->message - 1);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void on_write(png_structp png, png_bytep bytes, size_t count) {
    cpng_file *file = png_get_io_ptr(png);
    uint8_t *grown = realloc(file->bytes, file->count + count);
    if (grown == NULL) png_error(png, "no memory");
    memcpy(grown + file->count, bytes, count);
    file->bytes = grown;
    file->count += count;
}

static void on_flush(png_structp png) { (void)png; }

bool cpng_write(const uint8_t *pixels, uint32_t height, uint32_t width, int channels, cpng_file *file) {
    memset(file, 0, sizeof *file);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, file, on_error, on_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        strcpy(file->message, "no memory");
        return false;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, file, on_write, on_flush);
    png_set_IHDR(
        png, info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    size_t stride = (size_t)width * (size_t)channels;
    for (uint32_t row = 0; row < height; row++) png_write_row(png, pixels + row * stride);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

void cpng_file_release(cpng_file *file) {
    free(file->bytes);
    file->bytes = NULL;
}
