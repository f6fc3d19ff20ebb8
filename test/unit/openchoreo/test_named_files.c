/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/named_files.h"

#include <unistd.h>

#include "harness/test.h"
#include "openchoreo/descriptor.h"

/* What the descriptor DIR/svc/w.yaml of this test's directory gets for NAME, or "!" and why. */
static const char *content(struct named_files *files, const char *name)
{
    struct typed_text text = { .text = view_of(name), .at = { 3, 7 } };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(SIZE_MAX);

    if (named_files_read(files, &out, &text, "endpoints[0].schemaFile", &err))
        return test_format("%s", buf_text(&out));
    return test_format("!%s", error_message(&err));
}

TEST(named_files, names_count_from_the_descriptor_by_their_letters)
{
    const char *descriptor = test_file("svc/w.yaml", "");
    AUTO(named_files) files = NAMED_FILES_INIT(descriptor, NULL);

    test_file("svc/etc/a.txt", "inside");
    test_file("b.txt", "outside");
    ASSERT_EQ_STR(content(&files, "etc/a.txt"), "inside");
    ASSERT_EQ_STR(content(&files, "/etc/a.txt"), "inside");
    ASSERT_EQ_STR(content(&files, "absent/../etc//./a.txt"), "inside");
    ASSERT_EQ_STR(content(&files, "../b.txt"), "outside");
}

TEST(named_files, a_missing_one_is_named_with_the_place_and_the_field)
{
    const char *descriptor = test_file("w.yaml", "");
    AUTO(named_files) files = NAMED_FILES_INIT(descriptor, NULL);

    ASSERT_CONTAINS(content(&files, "https://example.com/a"),
                    "w.yaml:3:7: endpoints[0].schemaFile: ");
    ASSERT_CONTAINS(content(&files, "https://example.com/a"), "/https:/example.com/a'");
    ASSERT_CONTAINS(content(&files, "."), "directory");
}

TEST(named_files, a_nul_in_a_name_is_no_end)
{
    const char *descriptor = test_file("w.yaml", "");
    AUTO(named_files) files = NAMED_FILES_INIT(descriptor, NULL);
    struct typed_text name = { .text = VIEW("w.yaml\0x"), .at = { 1, 1 } };
    AUTO(buf) out = BUF_INIT(10);
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(named_files_read(&files, &out, &name, "f", &err), err, ERROR_INVALID,
                 "f: a path cannot hold a NUL");
}

TEST(named_files, a_fence_holds_against_dots_and_links)
{
    const char *descriptor = test_file("svc/w.yaml", "");
    const char *fence = test_format("%s/svc", test_dir());
    AUTO(named_files) files = NAMED_FILES_INIT(descriptor, fence);

    test_file("svc/a.txt", "inside");
    test_file("svcret/b.txt", "outside");
    ASSERT_EQ_INT(symlink("../svcret/b.txt", test_format("%s/link", fence)), 0);
    ASSERT_EQ_INT(symlink("a.txt", test_format("%s/good", fence)), 0);
    ASSERT_EQ_STR(content(&files, "a.txt"), "inside");
    ASSERT_EQ_STR(content(&files, "good"), "inside");
    ASSERT_CONTAINS(content(&files, "../svcret/b.txt"), "(--confine)");
    ASSERT_CONTAINS(content(&files, "link"), "(--confine)");
}

TEST(named_files, all_together_have_a_limit_and_the_largest_is_named)
{
    const char *descriptor = test_file("w.yaml", "");
    AUTO(named_files) files = NAMED_FILES_INIT(descriptor, NULL);
    AUTO(buf) large = BUF_INIT(SIZE_MAX);

    buf_add_repeat(&large, 'x', DESCRIPTOR_BYTES_MAX - 10);
    test_file_bytes("large", buf_view(&large));
    test_file("small", "123456789");
    ASSERT_EQ_INT(strlen(content(&files, "large")), DESCRIPTOR_BYTES_MAX - 10);
    ASSERT_EQ_STR(content(&files, "small"), "123456789");
    ASSERT_CONTAINS(content(&files, "small"), "/large' with 3145718");
}
