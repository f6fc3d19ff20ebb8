/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

#include "harness/test.h"

static void decodes(const char *text, enum base64_mode mode, struct view expected)
{
    AUTO(buf) out = BUF_INIT(1000);
    struct error err = ERROR_INIT;

    ASSERT_OK(base64_decode(&out, view_of(text), mode, &err), err);
    ASSERT_EQ_BYTES(buf_view(&out), expected);
}

static void refuses(struct view text, enum base64_mode mode, const char *message)
{
    AUTO(buf) out = BUF_INIT(1000);
    struct error err = ERROR_INIT;

    buf_add(&out, "kept");
    ASSERT_FAILS(base64_decode(&out, text, mode, &err), err, ERROR_SYNTAX, message);
    ASSERT_EQ_BUF(&out, "kept");
}

TEST(base64, rfc_4648_vectors_both_ways)
{
    static const struct {
        const char *plain;
        const char *coded;
    } vectors[] = {
        { "", "" },
        { "f", "Zg==" },
        { "fo", "Zm8=" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" },
        { "fooba", "Zm9vYmE=" },
        { "foobar", "Zm9vYmFy" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
        AUTO(buf) coded = BUF_INIT(100);
        base64_encode(&coded, view_of(vectors[i].plain));
        ASSERT_EQ_BUF(&coded, vectors[i].coded);
        decodes(vectors[i].coded, BASE64_STRICT, view_of(vectors[i].plain));
        decodes(vectors[i].coded, BASE64_LENIENT, view_of(vectors[i].plain));
    }
}

TEST(base64, every_byte_survives)
{
    char all[256];
    struct error err = ERROR_INIT;

    for (size_t i = 0; i < sizeof(all); i++)
        all[i] = (char)i;
    for (size_t len = 254; len <= 256; len++) {
        AUTO(buf) coded = BUF_INIT(1000);
        AUTO(buf) back = BUF_INIT(1000);
        base64_encode(&coded, view_make(all, len));
        ASSERT_OK(base64_decode(&back, buf_view(&coded), BASE64_STRICT, &err), err);
        ASSERT_EQ_BYTES(buf_view(&back), view_make(all, len));
    }
}

TEST(base64, R_056_white_space_is_for_the_lenient_mode)
{
    decodes(" Zm9v\r\nYm\tFy\n", BASE64_LENIENT, VIEW("foobar"));
    decodes("Zg=\n=\n", BASE64_LENIENT, VIEW("f"));
    decodes(" \n", BASE64_LENIENT, VIEW(""));
    refuses(VIEW("Zm9v\nYmFy"), BASE64_STRICT, "bad character 0x0a at offset 4");
    refuses(VIEW("Zm9v "), BASE64_STRICT, "bad character 0x20 at offset 4");
}

TEST(base64, R_057_a_bad_text_names_offset_and_character)
{
    refuses(VIEW("Zm9*"), BASE64_LENIENT, "bad character '*' at offset 3");
    refuses(VIEW("Zm9v-_8="), BASE64_LENIENT, "bad character '-' at offset 4");
    refuses(VIEW("Zm\0v"), BASE64_LENIENT, "bad character 0x00 at offset 2");
    refuses(VIEW("Zm9v\xc3\xa9"), BASE64_LENIENT, "bad character 0xc3 at offset 4");
    refuses(VIEW("="), BASE64_LENIENT, "misplaced padding '=' at offset 0");
    refuses(VIEW("Z==="), BASE64_LENIENT, "misplaced padding '=' at offset 1");
    refuses(VIEW("Zg==="), BASE64_LENIENT, "misplaced padding '=' at offset 4");
    refuses(VIEW("Zg=v"), BASE64_LENIENT, "after the padding: 'v' at offset 3");
    refuses(VIEW("Zg==Zg=="), BASE64_LENIENT, "after the padding: 'Z' at offset 4");
    refuses(VIEW("Zg="), BASE64_LENIENT, "padding is missing at offset 3");
    refuses(VIEW("Zg"), BASE64_LENIENT, "cut at offset 2: 2 of 4 characters");
    refuses(VIEW("Zm9vY"), BASE64_STRICT, "cut at offset 5: 1 of 4 characters");
}

TEST(base64, unused_bits_are_for_the_lenient_mode)
{
    decodes("Zh==", BASE64_LENIENT, VIEW("f"));
    refuses(VIEW("Zh=="), BASE64_STRICT, "unused bits are not zero at offset 3");
    refuses(VIEW("Zm9="), BASE64_STRICT, "unused bits are not zero at offset 3");
}

TEST(base64, a_full_buffer_is_a_limit)
{
    AUTO(buf) out = BUF_INIT(5);
    struct error err = ERROR_INIT;

    ASSERT_FAILS(base64_decode(&out, VIEW("Zm9vYmFy"), BASE64_STRICT, &err), err, ERROR_LIMIT,
                 "decoded base64");
    ASSERT_EQ_BUF(&out, "");
}
