// Code over the generated packages that is wrong, where it says so.
package main

import (
	"fmt"

	everything "example.com/app/everything"
	hostile "example.com/app/hostile"
)

func main() {
	user := everything.Users{}
	var n int32 = user.Id            // wrong
	var q int32 = user.P             // wrong
	user.Feeling = hostile.AbC       // wrong
	user.Mail = nil                  // wrong
	fmt.Println(n, q, user.Nothing)  // wrong
	user.R = &everything.AppPosts{}  // wrong
	fmt.Println(everything.MoodGlum) // wrong
}
