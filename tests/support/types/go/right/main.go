// Code over the generated packages that is right.
package main

import (
	"fmt"

	everything "example.com/app/everything"
	hostile "example.com/app/hostile"
	_ "example.com/app/nothing"
	settings "example.com/app/settings"
	snake "example.com/app/snake"
	"github.com/jackc/pgx/v5/pgtype"
)

func main() {
	user := everything.Users{Mail: "a@b", Big: []int64{1}, Feeling: everything.MoodOk}
	var mail string = user.Mail
	var big []int64 = user.Big
	var p *int32 = user.P
	var when *pgtype.Timestamp = everything.AppPosts{}.When
	var upper *pgtype.Range[pgtype.Int4] = user.R
	var label string = string(hostile.AbC)
	var on bool = settings.UserAccounts{}.UserSettings["x"].On
	fmt.Println(mail, big, p, when, upper, label, on, snake.User{}.UserId)
}
