/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include "harness/test.h"

/* FIPS 180-4 examples; the others around the 55, 56 and 64 bytes where padding changes shape. */
TEST(digest, known_sums)
{
    static const struct {
        const char *text;
        const char *sum;
    } vectors[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
          "lmnopqrsmnopqrstnopqrstu",
          "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
        char hex[DIGEST_HEX_BYTES];
        digest_hex_of(view_of(vectors[i].text), hex);
        ASSERT_EQ_STR(hex, vectors[i].sum);
    }
}

TEST(digest, a_million_bytes_in_pieces_of_every_size)
{
    struct digest digest;
    char hex[DIGEST_HEX_BYTES];
    char block[200];
    size_t left = 1000000;

    memset(block, 'a', sizeof(block));
    digest_init(&digest);
    for (size_t size = 0; left > 0; size = (size + 1) % sizeof(block)) {
        size_t part = size < left ? size : left;
        digest_add(&digest, view_make(block, part));
        left -= part;
    }
    digest_hex(&digest, hex);
    ASSERT_EQ_STR(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(digest, an_empty_piece_changes_nothing)
{
    struct digest digest;
    char hex[DIGEST_HEX_BYTES];

    digest_init(&digest);
    digest_add(&digest, VIEW_EMPTY);
    digest_add(&digest, VIEW("abc"));
    digest_add(&digest, VIEW_EMPTY);
    digest_hex(&digest, hex);
    ASSERT_EQ_STR(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
