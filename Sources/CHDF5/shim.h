/// What Swift cannot see of libhdf5: macros, mutable globals behind macros, and functions whose version a macro picks.
#ifndef ASSAY_CHDF5_SHIM_H
#define ASSAY_CHDF5_SHIM_H

/// The versioned functions of 1.10 under any later library.
#define H5_USE_110_API 1
#include <hdf5.h>

#include <stdlib.h>
#include <string.h>

static inline hid_t assay_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t assay_h5_all(void) { return H5S_ALL; }
static inline hid_t assay_h5_text(void) { return H5T_C_S1; }
static inline size_t assay_h5_variable(void) { return H5T_VARIABLE; }
static inline hid_t assay_h5_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t assay_h5_file_access(void) { return H5Pcreate(H5P_FILE_ACCESS); }
static inline hid_t assay_h5_file_creation(void) { return H5Pcreate(H5P_FILE_CREATE); }
static inline hid_t assay_h5_group_creation(void) { return H5Pcreate(H5P_GROUP_CREATE); }
static inline hid_t assay_h5_link_creation(void) { return H5Pcreate(H5P_LINK_CREATE); }
static inline hid_t assay_h5_dataset_creation(void) { return H5Pcreate(H5P_DATASET_CREATE); }

/// Errors come back as values, not as a text on standard error; and no dataset makes the library load a plugin.
static inline herr_t assay_h5_quiet(void) {
    herr_t silent = H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    herr_t plain = H5PLset_loading_state(0);
    return silent < 0 || plain < 0 ? -1 : 0;
}

/// A copied property list, the library and the opened file all use the caller's bytes: nothing is copied.
static inline void *assay_h5_image_malloc(size_t count, H5FD_file_image_op_t operation, void *bytes) {
    (void)count;
    (void)operation;
    return bytes;
}

static inline void *assay_h5_image_copy(void *to, const void *from, size_t count, H5FD_file_image_op_t operation, void *bytes) {
    (void)operation;
    (void)bytes;
    if (to != from) memcpy(to, from, count);
    return to;
}

static inline void *assay_h5_image_realloc(void *old, size_t count, H5FD_file_image_op_t operation, void *bytes) {
    (void)old;
    (void)count;
    (void)operation;
    (void)bytes;
    return NULL;
}

static inline herr_t assay_h5_image_free(void *old, H5FD_file_image_op_t operation, void *bytes) {
    (void)old;
    (void)operation;
    (void)bytes;
    return 0;
}

static inline void *assay_h5_image_same(void *bytes) { return bytes; }
static inline herr_t assay_h5_image_keep(void *bytes) {
    (void)bytes;
    return 0;
}

/// Opens a file that lies in memory, for reading; the bytes must outlive it. No file system is asked for anything. Negative on an error.
static inline hid_t assay_h5_open(const void *bytes, size_t count) {
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (access < 0) return -1;
    H5FD_file_image_callbacks_t callbacks = {
        assay_h5_image_malloc, assay_h5_image_copy, assay_h5_image_realloc, assay_h5_image_free,
        assay_h5_image_same,   assay_h5_image_keep, (void *)bytes,
    };
    hid_t file = -1;
    if (H5Pset_fapl_core(access, 65536, 0) >= 0 && H5Pset_file_image_callbacks(access, &callbacks) >= 0 &&
        H5Pset_file_image(access, (void *)bytes, count) >= 0)
        file = H5Fopen("weights", H5F_ACC_RDONLY, access);
    H5Pclose(access);
    return file;
}

/// Creates a file in memory. Negative on an error.
static inline hid_t assay_h5_create(hid_t creation) {
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (access < 0) return -1;
    hid_t file = H5Pset_fapl_core(access, 1 << 20, 0) < 0 ? -1 : H5Fcreate("weights", H5F_ACC_TRUNC, creation, access);
    H5Pclose(access);
    return file;
}

/// What a name in a group is.
typedef enum {
    ASSAY_H5_NOTHING = 0,
    ASSAY_H5_HARD = 1,
    /// A soft link, an external link, or a kind that someone else defined.
    ASSAY_H5_OTHER = 2,
    ASSAY_H5_BROKEN = 3,
} assay_h5_link;

static inline assay_h5_link assay_h5_link_kind(hid_t group, const char *name) {
    H5L_info_t info;
    htri_t exists = H5Lexists(group, name, H5P_DEFAULT);
    if (exists < 0) return ASSAY_H5_BROKEN;
    if (exists == 0) return ASSAY_H5_NOTHING;
    if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0) return ASSAY_H5_BROKEN;
    return info.type == H5L_TYPE_HARD ? ASSAY_H5_HARD : ASSAY_H5_OTHER;
}

/// Names of a group, one after the other with their zeros.
typedef struct {
    char *text;
    size_t count;
    size_t room;
    size_t limit;
} assay_h5_names;

static inline herr_t assay_h5_add_name(hid_t group, const char *name, const H5L_info_t *info, void *data) {
    (void)group;
    (void)info;
    assay_h5_names *names = (assay_h5_names *)data;
    size_t length = strlen(name) + 1;
    if (length > names->limit - names->count) return -1;
    if (length > names->room - names->count) {
        size_t room = 2 * names->room + length;
        char *text = (char *)realloc(names->text, room);
        if (text == NULL) return -1;
        names->text = text;
        names->room = room;
    }
    memcpy(names->text + names->count, name, length);
    names->count += length;
    return 0;
}

/// All names of a group in the order of their bytes, up to a limit of bytes; free the text either way. Negative on an error.
static inline herr_t assay_h5_list(hid_t group, size_t limit, assay_h5_names *names) {
    memset(names, 0, sizeof *names);
    names->limit = limit;
    return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, assay_h5_add_name, names);
}

#endif
