/* SPDX-License-Identifier: Apache-2.0 */
/* empty - what loading kubectl-juno's libraries costs by itself: linked with all of them */

int main(void)
{
    return 0;
}
