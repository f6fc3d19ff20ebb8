// SPDX-License-Identifier: Apache-2.0

//go:build tools

// The yq of the documented step that publishes a Workload, so that go.mod and go.sum pin it.
package yq

import _ "github.com/mikefarah/yq/v4"
