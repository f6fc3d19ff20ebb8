// SPDX-License-Identifier: Apache-2.0

//go:build tools

// The command of an earlier OpenChoreo, so that go.mod and go.sum pin it and all that it is made of.
package occ

import _ "github.com/openchoreo/openchoreo/cmd/occ"
